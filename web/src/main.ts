import { mount } from "svelte";
import "./app.css";
import App from "./App.svelte";
import { theme } from "./widgets/theme.svelte";

theme.restore();
mount(App, { target: document.body });
