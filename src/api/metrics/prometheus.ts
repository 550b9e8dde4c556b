/** All that is used of prom-client, in one place: a build puts one file here that holds it (scripts/bundle-http.js). */
export { Counter, Gauge, Histogram, Registry } from 'prom-client';
