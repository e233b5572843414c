import { nextTick } from 'vue'

/** Takes the keyboard to the first field that was refused. */
export async function focusFirstError() {
  await nextTick()
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
