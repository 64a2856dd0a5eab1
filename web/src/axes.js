/** The axes of charts on a canvas. Charts with the same labels line up with each other. */

const LABEL_GAP_PX = 8
// Room for '10,000': the labels of most charts over time fit into it, so that their days line up.
const AXIS_PX = 56

/**
 * @param {object} axes
 * @param {(property: string) => string} axes.tint the colour of a custom property
 * @param {HTMLCanvasElement} axes.canvas
 * @param {() => string[]} axes.labels of the bars or points
 * @param {(value: number) => string} axes.format a value in few letters
 * @param {boolean} [axes.stacked]
 * @param {boolean} [axes.labelled] whether the labels are shown
 * @param {boolean} [axes.inLine] whether the chart stands in line with others
 * @param {boolean} [axes.whole] whether values are whole numbers
 * @param {number} [axes.ticks] of values, at most
 */
export function axes({
  tint,
  canvas,
  labels,
  format,
  stacked = false,
  inLine = false,
  labelled = true,
  whole = true,
  ticks: most = 6
}) {
  const ticks = { color: tint('--muted'), font: { family: getComputedStyle(canvas).fontFamily, size: 11 } }
  return {
    x: {
      stacked,
      offset: true,
      grid: { display: false },
      border: { color: tint('--line') },
      ticks: { ...ticks, display: labelled, maxRotation: 0, autoSkip: false, callback: labelAt(labels) }
    },
    y: {
      stacked,
      beginAtZero: true,
      grid: { color: tint('--line') },
      border: { display: false },
      ticks: { ...ticks, ...(whole ? { precision: 0 } : {}), maxTicksLimit: most, callback: (value) => format(value) },
      ...(inLine ? { afterFit: (axis) => (axis.width = Math.max(axis.width, AXIS_PX)) } : {})
    }
  }
}

/** The label of a bar on the axis, or '' where there is no room for it. The first and the last bar always get theirs. */
const labelAt = (labels) =>
  function (_, place) {
    const { ctx, width, maxWidth } = this
    const all = labels()
    const last = all.length - 1
    const widest = Math.max(...all.map((label) => ctx.measureText(label).width))
    const step = Math.ceil(((widest + LABEL_GAP_PX) * all.length) / (width || maxWidth))
    const isShown = place === last || (place % step === 0 && last - place >= step)
    return isShown ? all[place] : ''
  }

/**
 * A band behind incomplete periods.
 *
 * @param {(property: string) => string} tint
 * @param {() => number[]} places
 */
export const bands = (tint, places) => ({
  id: 'bands',
  beforeDatasetsDraw({ ctx, chartArea, data, scales: { x } }) {
    const step = x.width / data.labels.length
    ctx.fillStyle = tint('--band')
    for (const place of places()) {
      ctx.fillRect(x.getPixelForValue(place) - step / 2, chartArea.top, step, chartArea.height)
    }
  }
})
