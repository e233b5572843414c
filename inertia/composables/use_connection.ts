import { ref } from 'vue'
import { router } from '@inertiajs/vue3'

/** True when the last thing sent got no answer that we can read: what was typed is still there. */
const lost = ref(false)

/** Listens to every visit, once. While developing, the server's own error page is shown instead. */
export function watchConnection(): void {
  const lose = (event: Event) => {
    event.preventDefault()
    lost.value = true
  }
  router.on('networkError', lose)
  if (import.meta.env.PROD) router.on('httpException', lose)
  router.on('start', () => {
    lost.value = false
  })
}

export function useConnection() {
  return { lost }
}
