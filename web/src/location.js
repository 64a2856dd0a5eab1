/** The page's address as state. Its query decides everything that is shown, so back and forward work. */
import { computed, reactive, shallowRef, watch } from 'vue'

const state = reactive({ search: window.location.search })

window.addEventListener('popstate', () => {
  state.search = window.location.search
})

export const parameters = computed(() => new URLSearchParams(state.search))

/**
 * A ref of what `read` returns for the parameters. It changes only when that value changes: a computed property would update
 * every chart whenever anything in the address changes.
 */
export function fromAddress(read) {
  const value = shallowRef(read(parameters.value))
  watch(
    parameters,
    (now) => {
      const next = read(now)
      if (JSON.stringify(next) !== JSON.stringify(value.value)) value.value = next
    },
    { flush: 'sync' }
  )
  return value
}

/** The address with some parameters changed; null or '' removes one. */
export function address(changes, given = parameters.value) {
  const next = new URLSearchParams(given)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  const search = next.toString()
  return search ? `?${search}` : window.location.pathname
}

/** Goes to that address: as a new history entry, or in place of the current one (`replaces`). */
export function go(changes, { replaces = false } = {}) {
  const next = address(changes)
  window.history[replaces ? 'replaceState' : 'pushState'](null, '', next)
  state.search = window.location.search
}
