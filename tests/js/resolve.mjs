// The client's files lie beside the Python that wraps them, far from any node_modules: look its packages up here.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    const isBare = !/^(\.|\/|file:|node:|data:)/.test(specifier);
    return next(specifier, isBare ? { ...context, parentURL: import.meta.url } : context);
  },
});
