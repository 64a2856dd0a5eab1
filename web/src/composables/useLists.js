import { computed, inject, provide } from 'vue'

/**
 * What opens the list behind a value, for all components below. Without one, values are not links.
 *
 * @typedef {object} Lists
 * @property {(list: Record<string, any>, context?: import('../tables.js').Context) => void} open
 * @property {(list: Record<string, any>) => string} [address] a link to the list, so that it opens elsewhere too
 */

const KEY = Symbol('lists')

/** @param {import('vue').Ref<Lists|null>} lists */
export const provideLists = (lists) => provide(KEY, lists)

/** @returns {import('vue').Ref<Lists|null>} */
export const useLists = () =>
  inject(
    KEY,
    computed(() => null)
  )
