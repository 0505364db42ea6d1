//! A picture that somebody sent, made anew without what a telephone writes into it.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// The largest picture that is decoded: no telephone makes a larger one, and a small file can claim to be one.
const LARGEST_SIDE: u32 = 12_000;
const LARGEST_DECODED: u64 = 256 << 20;
/// What is kept is no larger than a screen.
const KEPT_SIDE: u32 = 1_600;
const QUALITY: u8 = 80;

/// Looks at files on a thread of its own, one after the other: a decoded picture is large. Whoever waits holds no thread, and
/// whoever goes away does not begin the next one's turn.
pub(crate) async fn look<T: Send + 'static>(at: impl FnOnce() -> T + Send + 'static) -> T {
    static ONE: Semaphore = Semaphore::const_new(1);
    let one = ONE.acquire().await.expect("it is never closed");
    let look = move || {
        let _one = one;
        at()
    };
    tokio::task::spawn_blocking(look).await.expect("decoding does not panic")
}

/// The picture made anew as JPEG, upright and no larger than a screen; nothing if it is none of the formats that are
/// taken. Where it was taken, when, and by whose telephone stands in none of its pixels.
pub(crate) fn anew(file: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().ok()?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let upright = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(upright);
    if picture.width().max(picture.height()) > KEPT_SIDE {
        picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    let mut made = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut made, QUALITY)).ok()?;
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;
    use proptest::prelude::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]))
            .write_to(&mut file, format)
            .expect("a file");
        file.into_inner()
    }

    #[test]
    fn a_photograph_is_made_anew_without_what_the_telephone_wrote() {
        let plain = picture(40, 30, ImageFormat::Jpeg);
        // A comment segment right after the start of the picture, as telephones put their own there.
        let secret = b"35.6892,51.3890 by a telephone";
        let mut told = plain[..2].to_vec();
        told.extend([0xff, 0xfe, 0, secret.len() as u8 + 2]);
        told.extend(secret);
        told.extend(&plain[2..]);
        let made = anew(&told).expect("a picture");
        assert!(!made.windows(secret.len()).any(|part| part == secret));
        assert_eq!(Some(made), anew(&plain), "the same pixels are the same photograph");
    }

    #[test]
    fn three_formats_are_taken_and_a_large_picture_is_kept_small() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let made = anew(&picture(2_000, 1_000, format)).expect("a picture");
            let kept = image::load_from_memory(&made).expect("a picture");
            assert_eq!((kept.width(), kept.height()), (1_600, 800));
        }
        assert_eq!(anew(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"), None);
        assert_eq!(anew(b""), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Whatever is sent is a picture or refused; a picture with a flipped byte too.
        #[test]
        fn any_file_is_a_picture_or_refused(at: usize, byte: u8, any in proptest::collection::vec(any::<u8>(), 0..200)) {
            for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
                let mut file = picture(9, 7, format);
                let at = at % file.len();
                file[at] ^= byte;
                let _ = anew(&file);
            }
            let _ = anew(&any);
        }
    }
}
