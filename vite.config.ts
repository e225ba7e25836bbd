import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compressed } from './scripts/screen/compressed.ts';
import { DECLARE_ONLY, leanTypebox, PURE_BUILDERS } from './scripts/screen/lean.ts';

/** The hub and the API that the dev server passes on to. */
const SERVER = 'http://127.0.0.1:12345';

/** What widgets share, less what is loaded when it is needed: the chart library and the fixtures. */
const SHARED = /\/widgets\/shared\/(?!echarts\.ts|fixture)|\/scripts\/screen\/|\/contract\/(?:text|widget)\.ts/;
/** A widget's declaration and view are one part; what the view loads later and the fixtures are others. */
const widgetOf = (id: string): string | null =>
  /\/widgets\/(?!shared\/|_)([^/]+)\/(?:widget\.ts|View\.vue)/.exec(id)?.[1] ?? null;

/**
 * The screen. Everything is served by the app itself under a strict CSP: no inline script, no data fonts, no eval.
 * Charts and the map are in the chunks of the widgets that draw them, so the first number needs neither.
 */
export default defineConfig({
  root: 'screen',
  plugins: [leanTypebox(), vue(), compressed()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    // The screen has its own (screen/i18n/fill.ts).
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
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
    rolldownOptions: {
      treeshake: {
        manualPureFunctions: PURE_BUILDERS,
        moduleSideEffects: [{ test: DECLARE_ONLY, sideEffects: false }],
      },
      output: {
        // Few parts, each wanted as a whole: the wall itself, what its widgets share, and each widget.
        codeSplitting: {
          groups: [
            { name: 'wall', tags: ['$initial'], priority: 2 },
            { name: 'shared', test: SHARED, priority: 1 },
            { name: widgetOf, debugName: 'widgets', test: (id) => widgetOf(id) !== null },
          ],
        },
      },
    },
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
