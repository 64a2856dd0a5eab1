/** The page's address as state: everything that is shown follows from its query, so that back and forward work. */
import { computed, reactive } from 'vue'

const state = reactive({ search: window.location.search })

window.addEventListener('popstate', () => {
  state.search = window.location.search
})

export const parameters = computed(() => new URLSearchParams(state.search))

/** The address with some parameters changed; null or '' takes one away. */
export function address(changes) {
  const next = new URLSearchParams(parameters.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  const search = next.toString()
  return search ? `?${search}` : window.location.pathname
}

/** Goes to that address: a new entry of the history, unless it `replaces` the present one. */
export function go(changes, { replaces = false } = {}) {
  const next = address(changes)
  if (next === state.search) return
  window.history[replaces ? 'replaceState' : 'pushState'](null, '', next)
  state.search = window.location.search
}
