/** How components reach the store of the page that they stand in. */
import { createContext } from 'svelte';
import type { DataFiles } from './dataFiles.svelte';
import type { Lab } from './lab.svelte';
import type { RunHistory } from './runHistory.svelte';
import type { Sharing } from './sharing.svelte';

export const [getLab, setLab] = createContext<Lab>();
export const [getSharing, setSharing] = createContext<Sharing>();
export const [getDataFiles, setDataFiles] = createContext<DataFiles>();
export const [getRunHistory, setRunHistory] = createContext<RunHistory>();
