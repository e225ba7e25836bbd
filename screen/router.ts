import { createRouter, createWebHistory } from 'vue-router';
// What nearly every address shows: it comes with the first script, not after it.
import SceneView from './wall/SceneView.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: SceneView },
    { path: '/scene/:id', name: 'scene', component: SceneView },
    // A desk at a PC: as large as its window, not a stage.
    { path: '/console', name: 'console', meta: { desk: true }, component: () => import('./console/ConsoleView.vue') },
    // A screen that hangs on a wall and shows what the wall shows.
    { path: '/screen/:id?', name: 'screen', meta: { device: true }, component: SceneView },
    // A telephone or a tablet in the hand of whoever drives a wall.
    { path: '/remote', name: 'remote', meta: { desk: true }, component: () => import('./remote/RemoteView.vue') },
    { path: '/explore', name: 'explore', component: () => import('./explore/ExploreView.vue') },
    { path: '/gallery', name: 'gallery', component: () => import('./gallery/GalleryView.vue') },
    { path: '/:rest(.*)*', redirect: { name: 'home' } },
  ],
});
