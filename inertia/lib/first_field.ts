/** A dialog with a form begins in its first field, where a keyboard would first meet the cross. */
export const firstField = {
  onOpenAutoFocus(event: Event) {
    const dialog = event.target as HTMLElement
    const field = dialog.querySelector<HTMLElement>('form :is(input, textarea, button)')
    if (!field) return
    event.preventDefault()
    field.focus()
  },
}
