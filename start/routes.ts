/** One file per domain; every domain's routes carry its word as prefix and name. */
import '#start/routes/identity'
import '#start/routes/catalogue'
import '#start/routes/licensing'
import '#start/routes/subscriptions'
import '#start/routes/royalties'
import '#start/routes/publication'
import '#start/routes/ledger'
import '#start/routes/public'
