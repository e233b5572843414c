/** One file per domain; every domain's routes carry its word as prefix and name. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import '#start/routes/identity'
import '#start/routes/catalogue'
import '#start/routes/licensing'
import '#start/routes/statutes'
import '#start/routes/membership'
import '#start/routes/subscriptions'
import '#start/routes/tracker'
import '#start/routes/royalties'
import '#start/routes/publication'
import '#start/routes/ledger'
import '#start/routes/public'
import '#start/routes/shares'
import '#start/routes/shares_surplus'
import '#start/routes/governance_before'
import '#start/routes/governance_vote'
import '#start/routes/governance_after'
import '#start/routes/governance_room'

/**
 * Whatever no file names: a route, so that its page knows who is signed in. Here and not in a file
 * of its own, for imports run before it whatever they wait for, and the first match wins.
 */
router.get('*', [controllers.Nothing, 'show']).as('nothing')
