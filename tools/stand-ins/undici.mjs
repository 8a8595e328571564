// The part of `undici` that a thread uses. The whole package is four times as large: caches, mocks, WebSockets.
import api from 'undici/lib/api/index.js';
import buildConnector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import formData from 'undici/lib/web/fetch/formdata.js';
import response from 'undici/lib/web/fetch/response.js';

// The package itself does this when it is loaded.
Object.assign(Dispatcher.prototype, api);

export const { FormData } = formData;
export const { Response } = response;
export { Agent, buildConnector, EnvHttpProxyAgent, Pool };
