import { onUnmounted, watch, type Ref } from 'vue'

/** A dialog gives the focus back a moment after it is gone, if there is still something to take it. */
const HANDED_BACK_MS = 50

/** A button that waits in a dialog is disabled, which takes the focus from it. */
const isHeld = () =>
  document.activeElement !== document.body || document.querySelector('[role=dialog]') !== null

/**
 * When what held the focus goes away with a change, `target` takes it: whoever uses the keyboard
 * stays where they acted. It needs a tabindex of -1.
 */
export function useKeptFocus(target: Ref<HTMLElement | null>, change: () => unknown): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  watch(change, () => {
    if (!isHeld()) return
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      if (document.activeElement === document.body) target.value?.focus({ preventScroll: true })
    }, HANDED_BACK_MS)
  })
  onUnmounted(() => clearTimeout(waiting))
}
