import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The hub and the API that the dev server passes on to. */
const SERVER = 'http://127.0.0.1:12345';

/**
 * The screen. Everything is served by the app itself under a strict CSP: no inline script, no data fonts, no eval.
 * Charts and the map are in the chunks of the widgets that draw them, so the first number needs neither.
 */
export default defineConfig({
  root: 'screen',
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    __INTLIFY_JIT_COMPILATION__: true,
  },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/screen',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['..'] },
    proxy: {
      // By pattern: the screen has sources whose names begin like these.
      '^/api/': SERVER,
      '^/live/[?]': { target: SERVER, ws: true },
    },
  },
});
