import { mount } from "svelte";
import "./app.css";
import App from "./App.svelte";
import { theme } from "./widgets/theme.svelte";

theme.restore();
// In a task of its own: the scripts that this one imports have just run, and input waits.
setTimeout(() => mount(App, { target: document.body }));
