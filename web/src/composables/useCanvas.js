import { Chart } from 'chart.js'
import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { colour, mayMove, themeChanges } from '../theme.js'

const MOVE_MS = 300

/**
 * Keeps plugins that the host page has registered with Chart.js (a legend, labels of its own) out of our charts.
 * @returns {Record<string, false>}
 */
const withoutOthers = () =>
  Object.fromEntries(
    Object.keys(/** @type {any} */ (Chart.registry.plugins).items)
      .filter((id) => id !== 'tooltip')
      .map((id) => [id, false])
  )

/** @param {Element} element */
export const isRightToLeft = (element) => getComputedStyle(element).direction === 'rtl'

/**
 * A chart of Chart.js on a canvas: drawn when mounted, and again when the colours change.
 *
 * @param {(tint: (property: string) => string) => any} configure the chart; `tint` gives
 *   the colour of a custom property
 * @returns refs: canvas (for the element); and update(change, { moves }), which applies a change to the chart
 */
export function useCanvas(configure) {
  /** @type {import('vue').Ref<HTMLCanvasElement & {chart?: Chart}>} */
  const canvas = ref(null)
  // Not reactive: Chart.js keeps its own state.
  /** @type {Chart} */
  let chart = null
  const tint = (property) => colour(property, canvas.value)

  function draw() {
    const config = configure(tint)
    const options = { responsive: true, maintainAspectRatio: false, animation: false, ...config.options }
    options.plugins = { ...withoutOthers(), ...config.options.plugins }
    chart = new Chart(canvas.value, { ...config, options })
    // For the console, and for tests that look for a bar.
    canvas.value.chart = chart
  }

  function update(change, { moves }) {
    change(chart, tint)
    chart.options.animation = moves && mayMove() ? { duration: MOVE_MS } : false
    chart.update()
  }

  onMounted(draw)
  onBeforeUnmount(() => chart.destroy())
  watch(
    themeChanges,
    () => {
      chart?.destroy()
      draw()
    },
    // A printer does not wait for animations.
    { flush: 'sync' }
  )
  return { canvas, update }
}
