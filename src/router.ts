/**
 * The pages. Hash history: the window is one file under app://, and a reload stays where it was. A page is loaded when
 * it is first opened. After a change of page its title gets the focus and is announced.
 */
import { nextTick } from 'vue'
import {
  createRouter,
  createWebHashHistory,
  type RouteLocationNormalized,
  type Router,
  type RouteRecordRaw,
} from 'vue-router'
import { isNamedInPlace } from './composables/named-in-place'
import type { InterfaceI18n } from './locales/i18n'
import type { Messages } from './locales/fr'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key under `sections` of the window's title. */
    section: keyof Messages['sections']
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./views/HomeView.vue'), meta: { section: 'home' } },
  {
    path: '/campaigns',
    name: 'campaigns',
    component: () => import('./views/CampaignsView.vue'),
    meta: { section: 'campaigns' },
  },
  {
    path: '/campaigns/new/:id(\\d+)?',
    name: 'campaign-new',
    component: () => import('./views/CampaignNewView.vue'),
    meta: { section: 'newCampaign' },
  },
  {
    path: '/campaigns/:id(\\d+)',
    name: 'campaign',
    component: () => import('./views/CampaignView.vue'),
    meta: { section: 'campaign' },
  },
  {
    path: '/contacts',
    name: 'contacts',
    component: () => import('./views/ContactsView.vue'),
    meta: { section: 'contacts' },
  },
  {
    path: '/templates',
    name: 'templates',
    component: () => import('./views/TemplatesView.vue'),
    meta: { section: 'templates' },
  },
  {
    path: '/history',
    name: 'history',
    component: () => import('./views/HistoryView.vue'),
    meta: { section: 'history' },
  },
  {
    path: '/archives',
    name: 'archives',
    component: () => import('./views/ArchivesView.vue'),
    meta: { section: 'archives' },
  },
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./views/AccountsView.vue'),
    meta: { section: 'accounts' },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./views/SettingsView.vue'),
    meta: { section: 'settings' },
  },
  { path: '/guide', name: 'guide', component: () => import('./views/GuideView.vue'), meta: { section: 'guide' } },
  { path: '/tour', name: 'tour', component: () => import('./views/TourView.vue'), meta: { section: 'tour' } },
]

/** Only under the development server: import.meta.env.DEV is false in a build, and the page is left out of it. */
if (import.meta.env.DEV) {
  routes.push({
    path: '/gallery',
    name: 'gallery',
    component: () => import('./gallery/GalleryView.vue'),
    meta: { section: 'home' },
  })
}

routes.push({ path: '/:elsewhere(.*)*', redirect: '/' })

/** The page has given itself an address: the person stays where they are. */
function isNamedNow(from: RouteLocationNormalized, to: RouteLocationNormalized): boolean {
  return from.name === to.name && !from.params.id && isNamedInPlace(window.history.state)
}

export function createAppRouter(i18n: InterfaceI18n): Router {
  const router = createRouter({ history: createWebHashHistory(), routes })
  router.afterEach(async (to, from, failure) => {
    if (failure) return
    document.title = `${i18n.global.t(`sections.${to.meta.section}`)} – Griot`
    // The first page keeps the focus where the system put it; a change of query only is not a change of page.
    if (from.matched.length === 0 || from.path === to.path || isNamedNow(from, to)) return
    await nextTick()
    document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true })
  })
  return router
}
