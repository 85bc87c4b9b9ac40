import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run dev` works beside a running `troupe demo`.
export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 4000 },
  server: { proxy: { "/graphql": "http://127.0.0.1:8080", "/explain": "http://127.0.0.1:8080" } },
});
