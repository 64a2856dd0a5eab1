/** What the page asks, as its address says it. */
import { computed } from 'vue'
import { fromAddress } from './location.js'
import { browserZone, isDate, isZone, zoneToday } from './zone.js'

export const WINDOWS = [1, 7, 30, 90]
export const FILTERS = {
  browser: 'Browser',
  os: 'Operating system',
  country: 'Country',
  app_version: 'App version'
}
const DEFAULT_DAYS = 30

/** The question as the functions of api/ take it. A window of one day is shown by the hour. */
export const question = fromAddress((parameters) => {
  const given = (name) => parameters.get(name) ?? ''
  const [from, to] = [given('from'), given('to')].sort()
  const dated = isDate(from) && isDate(to)
  const days = WINDOWS.includes(Number(given('days'))) ? Number(given('days')) : DEFAULT_DAYS
  return {
    appId: given('appId'),
    ...(dated ? { from, to } : { days }),
    ...((dated ? from === to : days === 1) ? { groupBy: 'hour' } : {}),
    timeZone: isZone(given('time_zone')) ? zoneToday(given('time_zone')) : browserZone(),
    filters: Object.fromEntries(Object.keys(FILTERS).map((name) => [name, given(name)]))
  }
})

export const hasFilters = computed(() => Object.values(question.value.filters).some(Boolean))
