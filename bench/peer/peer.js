/**
 * What a harness that compares libraries loads: sets `globalThis.peer`, which makes a workload and runs it in chunks. Such
 * a harness serves this folder at `/own/`.
 */
(() => {
  let nablab;
  let engine;
  globalThis.peer = {
    async init() {
      if (engine) return;
      await import('/own/index.js');
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
