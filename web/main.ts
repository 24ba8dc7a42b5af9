import { mount } from 'svelte';
import App from './App.svelte';
import { language } from './words';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('page');
if (!target) throw new Error('index.html has no place for the page.');
language.begin();
mount(App, { target });
