/** bittorrent-tracker as its users run it, but without /stats (which costs it ten times more). */
import Server from 'bittorrent-tracker/server'

const tracker = new Server({
  udp: false,
  ws: false,
  stats: false,
  interval: 1_800_000,
  peersCacheLength: 20_000,
  peersCacheTtl: 4_500_000,
})
tracker.on('error', () => {})
tracker.on('warning', () => {})
tracker.listen(0, () => process.send!({ port: tracker.http.address().port }))
process.on('message', () => process.send!({ cpu: process.cpuUsage() }))
