import { HAZE, OPAQUE } from '../../../shared/volume/cast/cast-rows.ts';
import { BLOCK } from '../../../shared/volume/cast/cast-volume.ts';
import { TRANSFER_BINS } from '../../../shared/volume/cast/transfer.ts';

/** More regions cut away than this are drawn by the processor. */
export const MOST_CUTS = 8;

/** A number as GLSL wants it. */
function float(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

/**
 * The rays of `shared/volume/cast/cast-rows.ts`, sample for sample: stored values as whole numbers, straight interpolation worked out
 * here, the same blocks stepped over. Gives red, green and blue (0 to 255), or the largest stored value; then the number of the sample
 * that is seen, below 0 where there is none. 32-bit floats: a sample may fall into the bin beside its own.
 */
export const CAST_FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
uniform highp isampler3D voxels;
uniform highp isampler3D most;
uniform highp usampler3D blind;
uniform highp sampler2D transfer;
uniform highp usampler2DArray gone;
uniform ivec3 size;
uniform vec3 spacing;
uniform vec3 corner;
uniform vec3 right;
uniform vec3 down;
uniform vec3 way;
uniform vec3 facing;
uniform vec3 low;
uniform vec3 high;
uniform float binFrom;
uniform float binScale;
uniform int surface;
uniform int cuts;
uniform vec4 cutColumn[${MOST_CUTS}];
uniform vec4 cutRow[${MOST_CUTS}];
uniform int cutBeyond[${MOST_CUTS}];
uniform int cutPixels;
out vec4 result;

ivec3 cellOf(vec3 place) {
  return clamp(ivec3(place), ivec3(0), size - 2);
}

float stored(ivec3 at) {
  return float(texelFetch(voxels, at, 0).r);
}

float valueAt(vec3 place) {
  ivec3 at = cellOf(place);
  vec3 f = place - vec3(at);
  float a0 = stored(at);
  float b0 = stored(at + ivec3(0, 1, 0));
  float a1 = stored(at + ivec3(0, 0, 1));
  float b1 = stored(at + ivec3(0, 1, 1));
  float upper = a0 + (stored(at + ivec3(1, 0, 0)) - a0) * f.x;
  float lower = b0 + (stored(at + ivec3(1, 1, 0)) - b0) * f.x;
  float upperNext = a1 + (stored(at + ivec3(1, 0, 1)) - a1) * f.x;
  float lowerNext = b1 + (stored(at + ivec3(1, 1, 1)) - b1) * f.x;
  float near = upper + (lower - upper) * f.y;
  return near + (upperNext + (lowerNext - upperNext) * f.y - near) * f.z;
}

float edgeAt(vec3 place) {
  return valueAt(clamp(place, vec3(0.0), vec3(size - 1)));
}

float facingAt(vec3 at) {
  vec3 x = vec3(1.0, 0.0, 0.0);
  vec3 y = vec3(0.0, 1.0, 0.0);
  vec3 z = vec3(0.0, 0.0, 1.0);
  vec3 g = vec3(
    edgeAt(at - x) - edgeAt(at + x), edgeAt(at - y) - edgeAt(at + y), edgeAt(at - z) - edgeAt(at + z)) / spacing;
  float steep = length(g);
  return steep < 1e-6 ? 0.75 : abs(dot(g, facing)) / steep;
}

bool isGone(vec3 at) {
  for (int one = 0; one < cuts; one += 1) {
    int u = int(floor(cutColumn[one].x + dot(at, cutColumn[one].yzw) + 0.5));
    int v = int(floor(cutRow[one].x + dot(at, cutRow[one].yzw) + 0.5));
    bool there = u >= 0 && v >= 0 && u < cutPixels && v < cutPixels;
    if (there ? texelFetch(gone, ivec3(u, v, one), 0).r == 1u : cutBeyond[one] == 1) return true;
  }
  return false;
}

int stepsOut(vec3 at) {
  ivec3 block = cellOf(at) / ${BLOCK};
  float steps = 1e6;
  for (int axis = 0; axis < 3; axis += 1) {
    if (way[axis] == 0.0) continue;
    int edge = (way[axis] > 0.0 ? block[axis] + 1 : block[axis]) * ${BLOCK};
    steps = min(steps, (float(edge) - at[axis]) / way[axis]);
  }
  return steps < 1.0 ? 1 : int(floor(steps)) + 1;
}

vec4 projection(vec3 from, int first, int last) {
  float best = -1e9;
  int seen = -1;
  for (int k = first; k <= last;) {
    vec3 at = from + float(k) * way;
    if (float(texelFetch(most, cellOf(at) / ${BLOCK}, 0).r) <= best) {
      k += stepsOut(at);
      continue;
    }
    float value = valueAt(at);
    if (value > best && !isGone(at)) {
      best = value;
      seen = k - first;
    }
    k += 1;
  }
  return vec4(best, 0.0, 0.0, float(seen));
}

vec4 shaded(vec3 from, int first, int last) {
  float through = 1.0;
  vec3 sum = vec3(0.0);
  int seen = -1;
  for (int k = first; k <= last && through > ${float(1 - OPAQUE)};) {
    vec3 at = from + float(k) * way;
    if (texelFetch(blind, cellOf(at) / ${BLOCK}, 0).r == 1u) {
      k += stepsOut(at);
      continue;
    }
    int bin = int(clamp((valueAt(at) - binFrom) * binScale, 0.0, ${float(TRANSFER_BINS - 1)}));
    vec4 own = texelFetch(transfer, ivec2(bin, 0), 0);
    if (own.a > 0.0 && !isGone(at)) {
      float share = through * own.a;
      float straight = share < ${float(HAZE)} ? 0.75 : facingAt(at);
      sum += share * min(vec3(255.0), own.rgb * (0.3 + 0.7 * straight) + 40.0 * pow(straight, 24.0));
      through -= share;
      if (seen < 0 && through <= 0.5) seen = k - first;
    }
    k += 1;
  }
  return vec4(sum, float(seen));
}

void main() {
  vec2 pixel = floor(gl_FragCoord.xy);
  vec3 from = corner + pixel.x * right + pixel.y * down;
  float first = -1e9;
  float last = 1e9;
  for (int axis = 0; axis < 3; axis += 1) {
    float near = low[axis] - from[axis];
    float far = high[axis] - from[axis];
    if (abs(way[axis]) < 1e-7) {
      if (near > 1e-4 || far < -1e-4) last = -1e9;
      continue;
    }
    first = max(first, min(near / way[axis], far / way[axis]));
    last = min(last, max(near / way[axis], far / way[axis]));
  }
  int begin = int(ceil(first - 1e-3));
  int end = int(floor(last + 1e-3));
  result = surface == 1 ? shaded(from, begin, end) : projection(from, begin, end);
}`;
