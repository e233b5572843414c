import { onMounted, onUnmounted, ref } from 'vue'

const SECOND_MS = 1000

/** The server's present instant in milliseconds, every second, whatever this machine's clock says. */
export function useServerClock(now: string) {
  const ahead = new Date(now).getTime() - Date.now()
  const instant = ref(Date.now() + ahead)
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => (instant.value = Date.now() + ahead), SECOND_MS)
  })
  onUnmounted(() => clearInterval(timer))
  return { instant }
}
