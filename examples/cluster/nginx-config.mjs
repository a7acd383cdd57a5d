/**
 * nginx before several servers. A WebSocket may go to any; the requests of one long-polling
 * connection, and an upgrade of it, must go to the same, which the visitor's address decides.
 *
 * @param {{ port: number, ports: readonly number[], folder: string }} options where it listens, where the
 * servers do, and where it may write
 */
export function nginxConfig({ port, ports, folder }) {
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=2s;`).join('\n    ');
  return `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 10000; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  upstream any {
    least_conn;
    ${servers}
  }
  upstream same {
    hash $remote_addr consistent;
    ${servers}
  }
  map "$arg_transport/$arg_sid" $servers { "websocket/" any; default same; }
  map $http_upgrade $connection_header { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_next_upstream error timeout;
    proxy_connect_timeout 2s;
    location / { proxy_pass http://any; }
    location /socket.io/ {
      proxy_pass http://$servers;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_buffering off;
      # Longer than between two pings, which go both ways.
      proxy_read_timeout 30s;
    }
  }
}
`;
}
