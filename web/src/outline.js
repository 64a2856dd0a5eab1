import { feature } from 'topojson-client'
import world from 'world-atlas/countries-110m.json'

const ANTARCTICA = '010'

/** All countries except Antarctica, as one GeoJSON shape. */
export function outline() {
  const countries = feature(world, world.objects.countries).features.filter(({ id }) => id !== ANTARCTICA)
  const polygons = countries.flatMap(({ geometry: { type, coordinates } }) =>
    type === 'Polygon' ? [coordinates] : coordinates
  )
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(unbroken)) }
}

/** A ring that jumps from one edge of the map to the other continues beyond the edge instead. */
function unbroken(ring) {
  const jumps = ring.some(([longitude], place) => place && Math.abs(longitude - ring[place - 1][0]) > 180)
  return jumps ? ring.map(([longitude, latitude]) => [longitude < 0 ? longitude + 360 : longitude, latitude]) : ring
}
