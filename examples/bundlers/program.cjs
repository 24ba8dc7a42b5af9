// A package of modules alone: CommonJS imports it when it is wanted.
import('./train.js').then(async ({ train }) => console.log(await train()));
