/** A page with a style, a Chart.js and a Vue of its own, which shows three charts of the dashboard: a test opens it. */
import { Chart, Legend, Title } from 'chart.js'
import Vue, { h, ref } from 'vue'
import { VueQueryPlugin } from 'vue-query'
import { SummaryChart, createQueryClient, settings } from '../../src/index.js'
import './host.css'

/** What the test sets before the page loads, and what happened in it. */
const { host } = window
Object.assign(host, { opened: [], drawn: [] })

// As pages do that show a legend and labels on every chart of theirs.
Chart.register(Legend, Title, { id: 'hostLabels', afterDatasetsDraw: ({ canvas }) => host.drawn.push(canvas.id) })
Chart.defaults.plugins.title = { ...Chart.defaults.plugins.title, display: true, text: 'The title of the page around' }

settings.baseUrl = host.baseUrl
settings.credentials = 'include'
Vue.config.productionTip = false
Vue.use(VueQueryPlugin, { queryClient: createQueryClient() })

const question = ref({
  appId: host.appId,
  days: 30,
  timeZone: 'Europe/Berlin',
  filters: { browser: '', os: '', country: '', app_version: '' }
})
document.querySelector('button').addEventListener('click', () => {
  question.value = { ...question.value, filters: { ...question.value.filters, os: 'Windows' } }
})
const lists = { open: (list, { question: { days }, asOf }) => host.opened.push({ list, days, asOf }) }

new Vue({
  render() {
    const chart = (props) => h(SummaryChart, { props: { question: question.value, light: true, ...props } })
    return h('div', [
      chart({ name: 'conference', lists }),
      chart({ name: 'issue', lists }),
      chart({ name: 'conference_duration', alone: true })
    ])
  }
}).$mount('#charts')
