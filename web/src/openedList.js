/** The list that is open above the page, as the address keeps it. */
import { fromText, periodOf, toText } from './list.js'
import { address, fromAddress, go } from './location.js'
import { question } from './question.js'
import { browserZone } from './zone.js'

/** The list that the address names, or null. */
export const openedList = fromAddress((parameters) => fromText(parameters.get('list')))

const dashboardAddress = fromAddress((parameters) => address({ view: null, list: null, page: null }, parameters))

/** The address that opens a list above the dashboard. */
export function listAddress(list) {
  return address({ list: toText(list), ...zoneOf(list) }, dashboardAddress.value.split('?')[1])
}

export function openList(list) {
  go({ list: toText(list), page: null, ...zoneOf(list) })
}

export function closeList() {
  const isOwnZone = question.value.timeZone === browserZone()
  const wasOfPeriod = openedList.value && periodOf(openedList.value) && !question.value.from
  go({ list: null, page: null, ...(wasOfPeriod && isOwnZone ? { time_zone: null } : {}) })
}

/** What else the address of a period's list states: its time zone, since the same hour or day is another one elsewhere. */
function zoneOf(list) {
  return periodOf(list) ? { time_zone: question.value.timeZone } : {}
}
