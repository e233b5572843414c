import { onMounted, onUnmounted, ref, shallowRef, watch, type Ref } from 'vue'
import { router } from '@inertiajs/vue3'
import type { AgendaRow } from '~/lib/assemblies'
import type { LiveMeeting } from '~/lib/meeting'

/** The server gives a sign of life every 5 seconds. */
const SILENCE_MS = 12_000
const RETRY_MS = 3000
const SECOND_MS = 1000
/** A whole room must not ask again in the same instant. */
const SPREAD_MS = 1500

/**
 * A meeting kept up to date by server-sent events. The browser comes back by itself with the last
 * event that it saw; `isLost` says when nothing has come for a while, so that a page never shows
 * something old as if it were now.
 */
export function useLiveMeeting(
  path: string,
  given: () => LiveMeeting,
  /** What the page shows the votes of. */
  agenda: () => AgendaRow[] = () => []
) {
  const live = shallowRef(given())
  const isLost = ref(false)
  watch(given, (fresh) => (live.value = fresh))
  useWholeAgenda(live, agenda)

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

/**
 * A revocation in the meeting adds a resolution that a page opened before has no text of: it asks for
 * it, once, or nobody could vote on it without loading the page again.
 */
function useWholeAgenda(live: Ref<LiveMeeting>, agenda: () => AgendaRow[]) {
  const known = new Set(live.value.votes.map(({ id }) => id))
  let later: ReturnType<typeof setTimeout> | undefined
  watch(live, ({ votes }) => {
    const fresh = votes.filter(({ id }) => !known.has(id))
    if (fresh.length === 0) return
    for (const { id } of fresh) known.add(id)
    const shown = agenda().flatMap(({ resolutions }) => resolutions.map(({ id }) => id))
    if (fresh.every(({ id }) => shown.includes(id))) return
    clearTimeout(later)
    later = setTimeout(() => router.reload({ only: ['agenda'] }), Math.random() * SPREAD_MS)
  })
  onUnmounted(() => clearTimeout(later))
}
