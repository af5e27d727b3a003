/** A dtype's name as cases carry it: f64, i32, c128. */
export const short = (dtype) =>
    dtype.replace('complex', 'c').replace('uint', 'u').replace('float', 'f').replace('int', 'i');
