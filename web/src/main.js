import Vue from 'vue'
import { QueryClient, VueQueryPlugin } from 'vue-query'
import App from './App.vue'
import { queryDefaults } from './composables/useSummary.js'
import 'leaflet/dist/leaflet.css'
import './style.css'

Vue.config.productionTip = false
Vue.use(VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: queryDefaults } }) })

new Vue({ render: (h) => h(App) }).$mount('#app')
