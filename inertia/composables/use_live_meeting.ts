import { onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { LiveMeeting } from '~/lib/meeting'

/** The server gives a sign of life every 5 seconds. */
const SILENCE_MS = 12_000
const RETRY_MS = 3000
const SECOND_MS = 1000

/**
 * A meeting kept up to date by server-sent events. The browser comes back by itself with the last
 * event that it saw; `isLost` says when nothing has come for a while, so that a page never shows
 * something old as if it were now.
 */
export function useLiveMeeting(path: string, given: () => LiveMeeting) {
  const live = shallowRef(given())
  const isLost = ref(false)
  watch(given, (fresh) => (live.value = fresh))

  let source: EventSource | null = null
  let heardAt = 0
  let beat: ReturnType<typeof setInterval> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function heard() {
    heardAt = Date.now()
    isLost.value = false
  }

  function connect() {
    source = new EventSource(path)
    source.addEventListener('meeting', (event) => {
      heard()
      live.value = JSON.parse((event as MessageEvent<string>).data) as LiveMeeting
    })
    source.addEventListener('beat', heard)
    // A refusal ends the browser's own patience; ours goes on.
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return
      clearTimeout(retry)
      retry = setTimeout(connect, RETRY_MS)
    })
  }

  const goOffline = () => (isLost.value = true)

  onMounted(() => {
    heardAt = Date.now()
    connect()
    beat = setInterval(() => {
      if (Date.now() - heardAt > SILENCE_MS) isLost.value = true
    }, SECOND_MS)
    window.addEventListener('offline', goOffline)
  })
  onUnmounted(() => {
    source?.close()
    clearInterval(beat)
    clearTimeout(retry)
    window.removeEventListener('offline', goOffline)
  })

  return { live, isLost }
}
