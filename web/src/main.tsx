import { render } from "preact";
import { App } from "./app";
import "./look/type.css";
import "./look/page.css";

const place = document.getElementById("page");
if (place) render(<App />, place);
