//! The weights of the recogniser, `models/names.safetensors`, read where they lie.
//!
//! A form's vector is the sum of those of its hashed features and, behind it, its static vector. What a form adds to
//! the words around it depends on nothing but the form: for each place of a window, numbers of the hidden layer and
//! scores of labels. A word's hidden layer is the rectified sum of what its window adds. A second layer sees that of
//! the word, of the words beside it, and on average that of the same form elsewhere in the text, and the encoder's row
//! of the word. From it come gated means over all words before and behind that may be part of a name. A third layer
//! sees the second one and these means, of the word and on average of the same form elsewhere. All add scores of
//! labels.

use super::features::{EVIDENCE, Form};
use super::tagger::LABELS;
use crate::encoder::matrix::{Matrix, Weights};
use crate::encoder::model::{BUCKET_BITS, MODEL, buckets};
use crate::encoder::network::GATES;
use crate::encoder::rounded::RoundedWeights;
use safetensors::SafeTensors;
use std::sync::LazyLock;

/// Weights for [`super::tagger::tag`].
pub struct Model<'b> {
    /// Keys of features that have a vector, ascending.
    keys: &'b [u32],
    /// Where the keys with the same first bits start.
    buckets: Vec<u32>,
    vectors: &'b [i8],
    scale: f32,
    /// From a form's vector to what it adds at each place of a window, one behind the other.
    window: Weights,
    /// What [`super::features::Prepared::evidence`] adds to the hidden layer.
    evidence: &'b [f32],
    /// From the hidden layer of a word to what it adds to the second one of the same form elsewhere, and behind that to its
    /// own scores of labels.
    pub own: RoundedWeights,
    /// From the hidden layers of a word and of those beside it to its second one.
    pub beside: RoundedWeights,
    /// From the encoder's row of a word to what that adds to its second layer.
    pub context: RoundedWeights,
    /// From the second hidden layer to values and gates of means, see [`crate::encoder::network::gated_means`].
    pub gates: RoundedWeights,
    /// From the second hidden layer and the means to what they add to the third layer of the same form elsewhere,
    /// behind that to its own third layer and to scores of labels.
    pub again: RoundedWeights,
    /// From the third hidden layer to scores of labels.
    pub last: RoundedWeights,
    width: usize,
    hidden: usize,
    second: usize,
    third: usize,
    /// Places of a window.
    places: usize,
}

/// What a form adds is kept as a whole number of so many parts of one; training keeps it far below 32.
pub const PARTS: f32 = 1024.0;

/// Forms are multiplied so many at a time.
const TOGETHER: usize = 48;

#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../../models/names.safetensors"));

static SHIPPED: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::read(&BYTES.0).expect("models/names.safetensors is not a model of this version; train it again")
});

impl<'b> Model<'b> {
    /// The model that is built in.
    pub fn shipped() -> &'static Model<'static> {
        &SHIPPED
    }

    /// Reads a model in place, from bytes aligned to 4; `None` if they are none of this version.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let file = &SafeTensors::deserialize(bytes).ok()?;
        let (keys, vectors) = (numbers::<u32>(file, "keys")?, numbers::<i8>(file, "vectors")?);
        let (evidence, bias) = (numbers::<f32>(file, "evidence")?, numbers::<f32>(file, "own.bias")?);
        let hidden = evidence.len() / EVIDENCE;
        let width = vectors.len().checked_div(keys.len())? + MODEL.vector_width();
        let window = numbers::<f32>(file, "window")?;
        let places = (window.len() / width).checked_div(hidden + LABELS)?;
        let (own, beside) = (numbers::<f32>(file, "own")?, numbers::<f32>(file, "beside")?);
        let (last, second_bias) = (numbers::<f32>(file, "last")?, numbers::<f32>(file, "beside.bias")?);
        let (second, third) = (second_bias.len(), last.len() / LABELS);
        let (context, gates) = (numbers::<f32>(file, "context")?, numbers::<f32>(file, "gates")?);
        let (again, gates_bias) = (numbers::<f32>(file, "again")?, numbers::<f32>(file, "gates.bias")?);
        let again_bias = numbers::<f32>(file, "again.bias")?;
        let fits = window.len() == width * places * (hidden + LABELS)
            && bias.len() == second + LABELS
            && own.len() == hidden * bias.len()
            && beside.len() == 3 * hidden * second
            && gates.len() == second * gates_bias.len()
            && gates_bias.len() % (4 * GATES) == 0
            && again_bias.len() == 2 * third + LABELS
            && again.len() == (second + gates_bias.len() / 2) * again_bias.len()
            && last.len() == third * LABELS
            && context.len() == MODEL.width() * second
            && evidence.len() == hidden * EVIDENCE;
        fits.then(|| Self {
            keys,
            buckets: buckets(keys),
            vectors,
            scale: numbers::<f32>(file, "scale").and_then(|scale| scale.first().copied()).unwrap_or_default(),
            window: Weights::new(window, &vec![0.0; places * (hidden + LABELS)]),
            evidence,
            width,
            own: RoundedWeights::new(own, bias),
            beside: RoundedWeights::new(beside, second_bias),
            context: RoundedWeights::new(context, &vec![0.0; second]),
            gates: RoundedWeights::new(gates, gates_bias),
            again: RoundedWeights::new(again, again_bias),
            last: RoundedWeights::new(last, &[0.0; LABELS]),
            hidden,
            second,
            third,
            places,
        })
    }

    /// Numbers of the hidden layer.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Numbers of the second hidden layer.
    pub fn second(&self) -> usize {
        self.second
    }

    /// Numbers of the third hidden layer.
    pub fn third(&self) -> usize {
        self.third
    }

    /// How many words on each side of a word count.
    pub fn reach(&self) -> usize {
        self.places / 2
    }

    /// How many numbers a form adds at each place of a window: hidden layer, then labels.
    pub fn block(&self) -> usize {
        self.hidden + LABELS
    }

    /// How many numbers a form adds in all.
    pub fn stride(&self) -> usize {
        self.places * self.block()
    }

    /// What evidence of some kind adds to the hidden layer.
    pub fn evidence(&self, kind: usize) -> &[f32] {
        &self.evidence[kind * self.hidden..(kind + 1) * self.hidden]
    }

    /// How many numbers a form's vector has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// A form's vector, in a row of zeros.
    pub fn vector(&self, form: &Form, row: &mut [f32]) {
        let (own, fixed) = row.split_at_mut(self.width - MODEL.vector_width());
        for place in form.features.iter().filter_map(|&feature| self.place(feature)) {
            let vector = &self.vectors[place * own.len()..(place + 1) * own.len()];
            own.iter_mut().zip(vector).for_each(|(sum, &byte)| *sum += f32::from(byte) * self.scale);
        }
        if let Some(place) = form.vector {
            MODEL.vector(place, fixed);
        }
    }

    /// From vectors of forms to what these add at each place of a window, in [`PARTS`]; `numbers` are those of the forms.
    pub fn add_parts(&self, vectors: &[f32], numbers: &[usize], product: &mut Matrix, out: &mut [i16]) {
        let stride = self.stride();
        for (vectors, numbers) in vectors.chunks(TOGETHER * self.width).zip(numbers.chunks(TOGETHER)) {
            self.window.product(vectors, self.width, product);
            for (row, number) in numbers.iter().enumerate() {
                let out = out[number * stride..(number + 1) * stride].iter_mut();
                out.zip(product.row(row)).for_each(|(out, &number)| *out = (number * PARTS) as i32 as i16);
            }
        }
    }

    /// Where a feature's vector stands.
    fn place(&self, feature: u32) -> Option<usize> {
        let bucket = (feature >> (32 - BUCKET_BITS)) as usize;
        let (start, end) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        self.keys[start..end].iter().position(|&key| key == feature).map(|at| start + at)
    }
}

fn numbers<'b, T: bytemuck::Pod>(file: &SafeTensors<'b>, name: &str) -> Option<&'b [T]> {
    bytemuck::try_cast_slice(file.tensor(name).ok()?.data()).ok()
}
