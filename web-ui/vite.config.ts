import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/ui/',
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      // A part of the viewer for VNC that it keeps to itself, and that fingers on SPICE need as well.
      'novnc-gestures': fileURLToPath(
        new URL('./node_modules/@novnc/novnc/core/input/gesturehandler.js', import.meta.url),
      ),
    },
  },
  build: {
    // Where the platform finds it on its class path.
    outDir: process.env.UI_OUT ?? 'target/classes/io/vmgate/ui',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the Content-Security-Policy takes files of this server alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // A busy machine is no news.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
  },
  test: { include: ['src/**/*.test.ts'] },
});
