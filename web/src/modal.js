/**
 * Dialogs above the page. Older browsers, such as Safari before 15.4, have no such element: for them this code handles the
 * focus and the Escape key, and ListDialog the position.
 */

/** @type {{opener: Element | null, onKey: (event: KeyboardEvent) => void} | null} */
let standIn = null

/**
 * @param {HTMLDialogElement} dialog
 * @param {() => void} leave what the Escape key does
 */
export function openModal(dialog, leave) {
  if (dialog.showModal) {
    if (!dialog.open) dialog.showModal()
    return
  }
  if (standIn) return
  standIn = { opener: document.activeElement, onKey: (event) => event.key === 'Escape' && leave() }
  dialog.classList.add('stand-in')
  dialog.setAttribute('open', '')
  document.addEventListener('keydown', standIn.onKey)
  dialog.querySelector('button')?.focus()
}

/** @param {HTMLDialogElement} dialog */
export function closeModal(dialog) {
  if (dialog.close) {
    if (dialog.open) dialog.close()
    return
  }
  if (!standIn) return
  const { opener, onKey } = standIn
  standIn = null
  dialog.removeAttribute('open')
  document.removeEventListener('keydown', onKey)
  if (opener instanceof HTMLElement) opener.focus()
}
