import { createRouter, createWebHistory, type LocationQuery } from 'vue-router';

/** Members of the address that stay while one walks from scene to scene. */
const LASTING = ['city', 'idle', 'lang', 'replay', 'story'];

/** The part of a query that belongs to the screen, not to what is open on it. */
export const lasting = (query: LocationQuery): LocationQuery =>
  Object.fromEntries(Object.entries(query).filter(([name]) => LASTING.includes(name)));

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./wall/SceneView.vue') },
    { path: '/scene/:id', name: 'scene', component: () => import('./wall/SceneView.vue') },
    // A desk at a PC: as large as its window, not a stage.
    { path: '/console', name: 'console', meta: { desk: true }, component: () => import('./console/ConsoleView.vue') },
    { path: '/explore', name: 'explore', component: () => import('./explore/ExploreView.vue') },
    { path: '/gallery', name: 'gallery', component: () => import('./gallery/GalleryView.vue') },
    { path: '/:rest(.*)*', redirect: { name: 'home' } },
  ],
});
