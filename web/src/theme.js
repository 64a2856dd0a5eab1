/** The colours of style.css for what is drawn on a canvas, and whether things may move. */
import { ref } from 'vue'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const still = window.matchMedia('(prefers-reduced-motion: reduce)')

/** Counts changes between light and dark: what depends on it is drawn anew. */
export const themeChanges = ref(0)
dark.addEventListener('change', () => themeChanges.value++)

export const mayMove = () => !still.matches

/** The value of a custom property such as '--success'. */
export function colour(name) {
  void themeChanges.value
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
