import { OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import { type SampleRepository, sha256 } from './store.ts';
import { layerOf } from './tar.ts';

const MB = 1_000_000;
const TITLE = 'org.opencontainers.image.title';
const CREATED = 'org.opencontainers.image.created';

const VALUES = `# How many copies of the service run.
replicaCount: 2

image:
  repository: registry.example.com/team/api
  # The app version of the chart where nothing is set.
  tag: ""
  pullPolicy: IfNotPresent

service:
  type: ClusterIP
  port: 8080

resources:
  requests:
    cpu: 100m
    memory: 128Mi
  limits:
    memory: 256Mi

postgresql:
  enabled: true
`;

const README = `# api

Orders and invoices, for Kubernetes.

    helm install api oci://registry.example.com/charts/api

| value | what it sets | default |
| --- | --- | --- |
| replicaCount | how many copies run | 2 |
| image.tag | the version of the service | the app version |
| postgresql.enabled | whether a database comes with it | true |
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "api.fullname" . }}
spec:
  replicas: {{ .Values.replicaCount }}
  template:
    spec:
      containers:
        - name: api
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          ports:
            - containerPort: {{ .Values.service.port }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
`;

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "api.fullname" . }}
spec:
  type: {{ .Values.service.type }}
  ports:
    - port: {{ .Values.service.port }}
`;

const HELPERS = `{{- define "api.fullname" -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end -}}
`;

function chartOf(version: string) {
  return {
    name: 'api',
    version,
    appVersion: '1.9.2',
    description: 'Orders and invoices, for Kubernetes',
    apiVersion: 'v2',
    type: 'application',
    kubeVersion: '>=1.28.0-0',
    keywords: ['orders', 'invoices'],
    maintainers: [{ name: 'Platform team', email: 'platform@example.com' }],
    dependencies: [{ name: 'postgresql', version: '16.x', repository: 'oci://registry.example.com/charts' }],
    sources: ['https://git.example.com/team/api'],
  };
}

const yaml = (value: object): string =>
  Object.entries(value)
    .map(([key, of]) => `${key}: ${JSON.stringify(of)}\n`)
    .join('');

/** A Helm chart as `helm push` makes it: its Chart.yaml is the config, as JSON. */
export function putChart(charts: SampleRepository, version: string, created: string): void {
  const chart = chartOf(version);
  const config = Buffer.from(JSON.stringify(chart));
  const { bytes } = layerOf([
    { path: 'api/Chart.yaml', content: yaml(chart) },
    { path: 'api/values.yaml', content: VALUES },
    { path: 'api/README.md', content: README },
    { path: 'api/templates/_helpers.tpl', content: HELPERS },
    { path: 'api/templates/deployment.yaml', content: DEPLOYMENT },
    { path: 'api/templates/service.yaml', content: SERVICE },
    { path: 'api/templates/NOTES.txt', content: 'The service answers at port {{ .Values.service.port }}.\n' },
  ]);
  const document = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: charts.putBlob(config), size: config.byteLength },
    layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: charts.putBlob(bytes), size: bytes.byteLength }],
    annotations: { [TITLE]: 'api', 'org.opencontainers.image.version': version, [CREATED]: created },
  };
  charts.putDocument(document, [version]);
}

const MODEL_CARD = `# assistant 3

A small model that answers questions about orders and invoices.

| | |
| --- | --- |
| Parameters | 1.7B |
| Context | 8,192 tokens |
| Languages | English, Chinese |
| Licence | Apache-2.0 |
`;

/** A model as CNCF ModelPack has it (https://github.com/modelpack/model-spec). Its weights are only described. */
export function putModel(models: SampleRepository, created: string): void {
  const config = Buffer.from(
    JSON.stringify({
      descriptor: {
        createdAt: created,
        name: 'assistant',
        family: 'assistant3',
        version: '3.1',
        description: 'Answers questions about orders and invoices',
        licenses: ['Apache-2.0'],
        vendor: 'Example research',
        authors: ['research@example.com'],
      },
      config: {
        architecture: 'transformer',
        format: 'gguf',
        paramSize: '1.7B',
        precision: 'bf16',
        quantization: 'Q4_K_M',
        capabilities: {
          inputTypes: ['text'],
          outputTypes: ['text'],
          toolUsage: true,
          languages: ['en', 'zh'],
          knowledgeCutoff: '2026-06-01',
        },
      },
      modelfs: { type: 'layers', diffIds: [] },
    }),
  );
  const weights = { digest: sha256('weights of assistant 3.1'), size: Math.round(1_055.6 * MB) };
  models.described.set(weights.digest, weights.size);
  const file = (mediaType: string, path: string, content: string) => {
    const bytes = Buffer.from(content);
    return { mediaType, digest: models.putBlob(bytes), size: bytes.byteLength, annotations: { 'org.cncf.model.filepath': path } };
  };
  const document = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    artifactType: 'application/vnd.cncf.model.manifest.v1+json',
    config: { mediaType: 'application/vnd.cncf.model.config.v1+json', digest: models.putBlob(config), size: config.byteLength },
    layers: [
      {
        mediaType: 'application/vnd.cncf.model.weight.v1.raw',
        ...weights,
        annotations: { 'org.cncf.model.filepath': 'assistant-3.1-Q4_K_M.gguf' },
      },
      file(
        'application/vnd.cncf.model.weight.config.v1.raw',
        'generation_config.json',
        '{"temperature":0.2,"top_p":0.9,"max_new_tokens":1024}',
      ),
      file('application/vnd.cncf.model.doc.v1.raw', 'README.md', MODEL_CARD),
    ],
    annotations: { [CREATED]: created },
  };
  models.putDocument(document, ['3.1', 'latest']);
}
