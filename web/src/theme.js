/** The colours of chart.css for drawing on a canvas, and whether animations are allowed. */
import { ref } from 'vue'

const still = window.matchMedia('(prefers-reduced-motion: reduce)')

/** Counts changes of the colours (dark, forced, on paper): whatever depends on them is drawn again. */
export const themeChanges = ref(0)
for (const medium of ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print']) {
  // Safari 13 has no addEventListener here; later ones do.
  window.matchMedia(medium).addEventListener?.('change', () => themeChanges.value++)
}

export const mayMove = () => !still.matches

/**
 * The value of a custom property such as '--success' where an element is.
 * @param {string} name
 * @param {Element} element
 */
export const colour = (name, element) => getComputedStyle(element).getPropertyValue(name).trim()
