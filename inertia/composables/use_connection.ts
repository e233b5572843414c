import { ref } from 'vue'
import { router } from '@inertiajs/vue3'

type Answered = CustomEvent<{ response: { headers: Record<string, unknown>; data: unknown } }>

/** True when the last thing sent got no answer that we can show: what was typed is still there. */
const lost = ref(false)
/** The server's own sentence about it, where one came. */
const reason = ref<string>()

/**
 * Listens to every visit, once. A page that tells of an error is shown like any page; what is none
 * is told above the page that is open. While developing, the server's own error page is shown.
 */
export function watchConnection(): void {
  const lose = (event: Event, words?: string) => {
    event.preventDefault()
    reason.value = words
    lost.value = true
  }
  router.on('networkError', (event: Event) => lose(event))
  router.on('httpException', (event: Answered) => {
    const { headers, data } = event.detail.response
    if (headers['x-inertia']) return
    const words = sentenceIn(data)
    if (words || import.meta.env.PROD) lose(event, words)
  })
  router.on('start', () => {
    lost.value = false
  })
}

function sentenceIn(data: unknown): string | undefined {
  const { message } = (typeof data === 'object' && data ? data : {}) as { message?: unknown }
  return typeof message === 'string' ? message : undefined
}

export function useConnection() {
  return { lost, reason }
}
