# SPDX-License-Identifier: MIT
#   docker build -t verigan . && docker run --rm -v "$PWD/results:/results" verigan reproduce --out /results
FROM debian:12-slim AS build
WORKDIR /verigan
COPY scripts scripts
RUN scripts/install_dependencies
COPY . .
RUN scripts/build release && scripts/pack --out /packed

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gnuplot-nox fonts-dejavu-core ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /packed /packed
RUN mkdir /opt/verigan && tar -xzf /packed/*.tar.gz -C /opt/verigan --strip-components=1 && rm -r /packed
ENV PATH=/opt/verigan/bin:$PATH
ENTRYPOINT ["verigan"]
CMD ["--help"]
