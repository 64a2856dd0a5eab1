import Vue from 'vue'
import { VueQueryPlugin } from 'vue-query'
import App from './App.vue'
import { createQueryClient } from './composables/index.js'
import './style.css'

Vue.config.productionTip = false
Vue.use(VueQueryPlugin, { queryClient: createQueryClient() })

new Vue({ render: (h) => h(App) }).$mount('#app')
