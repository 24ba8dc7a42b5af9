/** What a harness that compares libraries loads: sets `globalThis.peer`, which makes a workload and runs it in chunks. */
(() => {
  const folder = new URL('.', document.currentScript.src);
  let nablab;
  let engine;
  globalThis.peer = {
    async init() {
      if (engine) return;
      await import(new URL('index.js', folder));
      nablab = globalThis.nablab;
      engine = await nablab.loadEngine();
    },
    async make(name) {
      const workload = nablab.workloads.find((each) => each.name === name);
      if (!workload) return null;
      const { session, work } = nablab.prepareWorkload(engine, workload);
      return {
        note: 'one call a chunk',
        chunk: work,
        loss: workload.grid > 0 ? null : () => session.metrics().training.loss,
      };
    },
  };
})();
