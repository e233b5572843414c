import { ref } from 'vue'
import { router } from '@inertiajs/vue3'

/** An act that a dialog asked about: sent once, the dialog closed when it is answered. */
export function useConfirmedPost() {
  const busy = ref(false)

  function post(path: string, close: () => void, data: Record<string, boolean> = {}) {
    busy.value = true
    router.post(path, data, {
      preserveScroll: true,
      onFinish: () => {
        busy.value = false
        close()
      },
    })
  }
  return { busy, post }
}
