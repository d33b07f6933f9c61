// The script of all pages of leaders. Handlers sit on the document: the circuit draws everything below it anew.
import * as asof from './shell/asof.js';
import { connect } from './shell/connection.js';
import * as place from './shell/place.js';
import * as search from './shell/search.js';
import * as swipe from './shell/swipe.js';
import { follow } from './shell/titles.js';
import * as tools from './shell/tools.js';

for (const part of [place, search, swipe, asof, tools]) part.start();
place.keep();
let carried = search.carry();
document.addEventListener('input', () => { carried = search.carry(); });
follow(() => {
  carried();
  place.settle();
  swipe.hint();
});
connect();
