/** What an event tells. */

/**
 * The value that was chosen in a select.
 * @param {Event} event
 */
export const chosen = (event) => /** @type {HTMLSelectElement} */ (event.target).value

/**
 * Whether this page handles a click; with a key held, the browser opens the link elsewhere.
 * @param {MouseEvent} event
 */
export const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
