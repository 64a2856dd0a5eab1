/** What an event says. */

/**
 * The value that was chosen in a select.
 * @param {Event} event
 */
export const chosen = (event) => /** @type {HTMLSelectElement} */ (event.target).value

/**
 * Whether a click is meant for this page; with a key held, the browser opens its link elsewhere.
 * @param {MouseEvent} event
 */
export const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
