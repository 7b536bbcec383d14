# language: vi
Tính năng: Một lượt đến, từ lúc lấy số đến lúc xong việc
  Những việc diễn ra hằng ngày ở quầy, theo các tình huống QT1 đến QT7 của TheQ
  (bcgov/queue-management), viết lại bằng lời của bộ phận một cửa.

  Bối cảnh:
    Biết trung tâm có các quầy sau:
      | quầy | lĩnh vực          |
      | 1    | Hộ tịch, Đất đai |
      | 2    | Hộ tịch, Đất đai |
    Và quầy 1 mở

  Tình huống: QT1 - làm xong việc thứ nhất rồi thêm việc thứ hai
    Khi An lấy số lĩnh vực Hộ tịch
    Thì An đang chờ
    Khi quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi quầy 1 bắt đầu phục vụ
    Và quầy 1 thêm việc Đất đai cho lượt này
    Và sau 8 phút quầy 1 hoàn thành với 1 hồ sơ
    Thì An đang chờ lĩnh vực Đất đai
    Khi quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi quầy 1 bắt đầu phục vụ
    Và sau 5 phút quầy 1 hoàn thành với 1 hồ sơ
    Thì An đã xong
    Và hôm nay có 1 lượt đến xong việc, 2 lượt giao dịch và 2 hồ sơ

  Tình huống: QT2 - chờ bổ sung giấy tờ, rồi được phục vụ tiếp
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 bắt đầu phục vụ
    Và quầy 1 cho chờ bổ sung
    Thì An đang chờ bổ sung
    Và quầy 1 không giữ số nào
    Khi sau 20 phút quầy 1 phục vụ tiếp An
    Thì An đang được phục vụ tại quầy 1
    Khi quầy 1 hoàn thành
    Thì An đã xong

  Tình huống: QT3 - công dân bỏ về trước khi được gọi
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và sau 3 phút An bỏ số
    Thì An đã hủy số
    Khi quầy 1 gọi tiếp
    Thì quầy 1 mời Bình
    Và hôm nay có 0 lượt đến xong việc, 0 lượt giao dịch và 0 hồ sơ

  Tình huống: QT4 - công dân bỏ về sau khi đã được gọi
    Khi An lấy số lĩnh vực Hộ tịch
    Và đã 4 phút trôi qua
    Và quầy 1 gọi tiếp
    Và quầy 1 gọi lại
    Và quầy 1 báo vắng mặt
    Thì An vắng mặt
    Và quầy 1 không giữ số nào
    Và hôm nay có 0 lượt đến xong việc, 0 lượt giao dịch và 0 hồ sơ

  Tình huống: QT5 - cán bộ gọi nhầm và hoàn tác trong 10 giây
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 hoàn tác
    Thì An đang chờ
    Và quầy 1 không giữ số nào
    Khi quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi đã 11 giây trôi qua
    Và quầy 1 hoàn tác
    Thì bị từ chối với lời "Không có thao tác nào để hoàn tác"

  Tình huống: QT6 - quầy việc nhanh gọi người thứ hai trước
    Biết quầy 2 chỉ phục vụ lĩnh vực Đất đai
    Và quầy 2 mở
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Đất đai
    Và quầy 2 gọi tiếp
    Thì quầy 2 mời Bình
    Và An đang chờ

  Tình huống: QT7 - quầy thường gọi đúng người đến trước
    Biết quầy 2 chỉ phục vụ lĩnh vực Đất đai
    Và quầy 2 mở
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Đất đai
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi quầy 2 gọi tiếp
    Thì quầy 2 mời Bình
